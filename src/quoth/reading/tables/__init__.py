"""Tables whatever their format: spanned cells laid out, sheets cut into tables, numbers shown as a spreadsheet shows them."""
