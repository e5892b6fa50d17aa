/** What can be asked of the shop by GraphQL. Fields that need a login say so when they are asked without one. */
export const schemaText = `
"""An amount as a text with a decimal point, exact to the cent: "12.50"."""
scalar Decimal

type Query {
  """Who is shopping."""
  context: Context!
  """The product with this number, with the price of whoever is shopping."""
  product(productNumber: ID!): Product
  """Products in the order of their numbers; those with these numbers. A page has at most 500."""
  products(productNumbers: [ID!], page: Int! = 1, limit: Int! = 24): [Product!]!
  """The cart, with the prices of this moment."""
  cart: Cart!
  """An order of the customer who is logged in."""
  order(orderNumber: ID!): Order
}

type Mutation {
  """What follows in the same request, and all that comes with the new token, is this customer's."""
  logIn(username: String!, password: String!): Context!
  addLineItems(items: [LineItemInput!]!): Cart!
  """Orders what is in the cart."""
  placeOrder(order: OrderInput!): Order!
}

type Context {
  """For the header sw-context-token of further requests."""
  token: ID!
  customerNumber: ID
  language: String
}

type Product {
  id: ID!
  productNumber: ID!
  name: String!
  ean: String
  available: Boolean!
  availableStock: Int!
  unitPrice: Decimal
  currency: String
}

type Cart {
  lineItems: [CartLine!]!
  shippingCosts: Decimal!
  total: Decimal!
  currency: String!
}

type CartLine {
  productNumber: ID!
  label: String!
  quantity: Int!
  unitPrice: Decimal!
  discount: Decimal!
  totalPrice: Decimal!
  isGift: Boolean!
}

type Order {
  id: ID!
  orderNumber: ID!
  customerNumber: ID!
  state: String!
  amountTotal: Decimal!
  currency: String!
  lineItems: [OrderLine!]!
  transactions: [Transaction!]!
  deliveryState: String!
}

type OrderLine {
  id: ID!
  productNumber: ID!
  quantity: Int!
  totalPrice: Decimal!
  returned: Int!
}

type Transaction {
  id: ID!
  method: String!
  state: String!
  amount: Decimal!
  refunded: Decimal!
}

input LineItemInput {
  """The id or the number of a product."""
  referencedId: ID!
  quantity: Int! = 1
}

input OrderInput {
  payments: [PaymentInput!]!
  customerComment: String
  fulfilment: FulfilmentInput
}

"""An authorization, a gift card with an amount, or points."""
input PaymentInput {
  authorizationId: ID
  giftCard: String
  amount: Decimal
  points: Int
}

input FulfilmentInput {
  """delivery, pickup or locker"""
  kind: String!
  location: String
}
`
