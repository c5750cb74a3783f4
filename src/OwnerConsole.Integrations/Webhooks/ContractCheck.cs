namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Result of checking the contracts of an endpoint.</summary>
/// <param name="IsMet">Whether no checked message violates its contract.</param>
/// <param name="IsComplete">Whether all messages were checked; false if that would have taken more than five seconds.</param>
/// <param name="Contracts">Result of each contract, by event type.</param>
public sealed record ContractCheck(bool IsMet, bool IsComplete, IReadOnlyList<ContractResult> Contracts);

/// <summary>Result of checking one contract.</summary>
/// <param name="EventType">Event type, such as tenant.suspended.</param>
/// <param name="Messages">Number of checked messages: the sample of the event type and the last deliveries.</param>
/// <param name="IsComplete">Whether all messages were checked.</param>
/// <param name="Violations">What contradicts the schema, at most 50 for each message.</param>
public sealed record ContractResult(string EventType, int Messages, bool IsComplete, IReadOnlyList<ContractViolation> Violations);

/// <summary>A part of a message that contradicts a contract.</summary>
/// <param name="Source">ID of the delivery, or sample for the sample of the event type.</param>
/// <param name="Pointer">JSON pointer to the part, such as /data/cause; empty for the whole message.</param>
/// <param name="Message">What is wrong.</param>
public sealed record ContractViolation(string Source, string Pointer, string Message)
{
    internal const string Sample = "sample";
}
