project = 'The House'
root_doc = 'contents'
