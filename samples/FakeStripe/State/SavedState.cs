using System.Text.Json.Nodes;
using FakeStripe.Customers;

namespace FakeStripe.State;

/// <summary>The account in a file, so that a demo continues after a restart.</summary>
/// <remarks>Idempotency keys, discounts of deleted coupons and the parameters of open checkout sessions are not kept.</remarks>
/// <param name="Seed">Part of every id.</param>
/// <param name="Last">Number in the last id.</param>
/// <param name="Cards">Test cards by the id of their payment method.</param>
/// <param name="Tiers">Tiers by the id of their price.</param>
internal sealed record SavedState(
    string Seed,
    long Last,
    IReadOnlyList<JsonObject> Resources,
    IReadOnlyDictionary<string, TestCard> Cards,
    IReadOnlyDictionary<string, IReadOnlyList<JsonObject>> Tiers
);
