using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Provides the text of messages on configured channels when they are sent, and records their results.</summary>
public interface IMessageSource
{
    /// <summary>Permanent name, which is stored with each message.</summary>
    string Name { get; }

    /// <param name="work">Reads the tenant of the recipient and the platform.</param>
    /// <returns>Null if the message must not be sent any more.</returns>
    Task<SourcedMessage?> Find(OutgoingMessage message, UnitOfWork work);

    /// <summary>Records the result in the transaction that stores it. A delivery report can change it later.</summary>
    /// <param name="reason">Why it was not sent or not delivered, as a sentence; null if it was.</param>
    Task Record(OutgoingMessage message, MessageState state, string? reason, UnitOfWork work);
}

/// <param name="ChannelId">Configured channel, chn_….</param>
/// <param name="MemberId">Recipient; null for a post to a chat or a webhook.</param>
/// <param name="Source">Name of the source of its text.</param>
/// <param name="Facts">What the source needs to find the text, without secrets. Its member <c>topic</c> is the key of a topic that members can opt out of.</param>
public sealed record OutgoingMessage(string TenantId, string MessageId, string ChannelId, string? MemberId, string Source, JsonElement Facts);

/// <param name="Title">One line; empty for a message without a title.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Link">Address that the message links to; null for none.</param>
/// <param name="Urgency">Whether it wakes a device that saves power.</param>
public sealed record SourcedMessage(string Title, string Text, string? Link = null, MessageUrgency Urgency = MessageUrgency.Normal)
{
    /// <summary>What it means for services that manage incidents; null for messages that are not about alerts.</summary>
    public MessageSignal? Signal { get; init; }

    /// <summary>Part of the text that must not be stored, also if the service repeats it in its answer; null for none.</summary>
    public string? Secret { get; init; }
}

/// <summary>Opens, acknowledges or resolves an incident of a service.</summary>
/// <param name="Key">The same for all signals of an incident; at most 100 characters.</param>
public sealed record MessageSignal(string Key, SignalAction Action, SignalSeverity Severity);

/// <summary>What happens to an incident of a service.</summary>
public enum SignalAction
{
    Trigger,
    Acknowledge,
    Resolve,
}

/// <summary>Severities that services for incidents have in common, the least urgent first.</summary>
public enum SignalSeverity
{
    Info,
    Warning,
    Error,
    Critical,
}

/// <summary>How soon a device should show a message, for services that distinguish it.</summary>
public enum MessageUrgency
{
    Low,
    Normal,
    High,
}

/// <summary>A message to be queued with others.</summary>
/// <param name="TenantId">Tenant of the member; the platform for a post.</param>
/// <param name="MemberId">Null for a post.</param>
/// <param name="Facts">What the source needs to find the text, without secrets.</param>
public sealed record NewChannelMessage(string TenantId, string? MemberId, JsonElement Facts, DateTimeOffset DueAt);
