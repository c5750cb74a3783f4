using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>A task as the console hands it out.</summary>
/// <param name="Token">its own: what is said of it is sent with it</param>
internal sealed record TaskMessage(
    string Id,
    string Kind,
    string Mode,
    TaskMessage.About Subject,
    Named Tenant,
    JsonElement Input,
    string Run,
    DateTimeOffset Deadline,
    string Token
)
{
    /// <summary>It is to say what it would do, and to do nothing.</summary>
    public bool IsPreview => Mode == "preview";

    internal sealed record About(string Type, string Id, string ExternalId);
}
