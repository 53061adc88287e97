/** Every rule by which a record can be refused. The list is closed: reject files are read by programs. */
export type Rule =
  | 'record-bytes' // the record is longer than a record may be
  | 'encoding' // the record is not UTF-8
  | 'quote' // a quote inside an unquoted cell, or text after a closing quote
  | 'cells' // more or fewer cells than the header has
  | 'json' // not a JSON object, or JSON that DynamoDB cannot hold
  | 'depth' // JSON nested deeper than DynamoDB keeps
  | 'required' // the cell is empty or missing
  | 'type' // not a value of the column’s type
  | 'pattern' // the text does not match the pattern
  | 'min' // below the least value
  | 'max' // above the greatest value
  | 'length' // shorter or longer than allowed, in characters
  | 'enum' // none of the values listed
  | 'key-bytes' // a key attribute is longer than DynamoDB takes
  | 'item-bytes' // the item is larger than DynamoDB takes
