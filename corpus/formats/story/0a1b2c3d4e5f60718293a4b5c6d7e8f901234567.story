OLDPORT, Bay (CNN) -- The ferry of Oldport sailed on Friday for the first time in four winters.

Nobody was late, the harbour office said.

"We waited long enough," said its head, Ada Quill.



@highlight

Ferry sails again after four winters

@highlight

NEW: Nobody was late
