using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>A task as the console delivers it.</summary>
/// <param name="Token">Token of the task, required for all messages about it.</param>
internal sealed record TaskMessage(
    string Id,
    string Kind,
    string Action,
    TaskMessage.TaskSubjectRef Subject,
    EntityRef Tenant,
    JsonElement Input,
    string Run,
    DateTimeOffset Deadline,
    string Token
)
{
    /// <summary>True if only a preview is requested.</summary>
    public bool IsPreview => Action == "preview";

    internal sealed record TaskSubjectRef(string Type, string Id, string ExternalId);
}
