using System.Text.Json.Nodes;

namespace FakeStripe.Http;

/// <summary>One authenticated request.</summary>
/// <param name="Form">Parameters of query and body.</param>
/// <param name="Places">Values of the path's placeholders, in their order.</param>
internal sealed record ApiCall(string Method, string Path, JsonObject Form, IReadOnlyList<string> Places, string RequestId, string? IdempotencyKey)
{
    /// <summary>First placeholder of the path.</summary>
    public string Id => Places[0];
}
