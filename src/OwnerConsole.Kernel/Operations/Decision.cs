using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>What a decision is about.</summary>
public interface ISubject
{
    string Id { get; }

    string TenantId { get; }

    /// <summary>Grows with every change that a decision could depend on.</summary>
    long Revision { get; }
}

/// <summary>Why an operation won't be done to a subject; the code is stable, the sentence is for people.</summary>
public sealed record Refusal(string Code, Sentence Sentence);

/// <summary>One field that changes, with references, numbers and words only.</summary>
public sealed record Effect(string Field, object? Before, object? After);

/// <summary>What is at stake, summed over all subjects.</summary>
/// <param name="People">who lose or gain something</param>
/// <param name="MinorUnits">money in the reporting currency</param>
public readonly record struct Weight(long People = 0, long MinorUnits = 0)
{
    public static Weight operator +(Weight one, Weight other) => new(one.People + other.People, one.MinorUnits + other.MinorUnits);

    public static Weight operator -(Weight one, Weight other) => new(one.People - other.People, one.MinorUnits - other.MinorUnits);
}

/// <summary>What the application or another outside party is told.</summary>
/// <param name="Type">hierarchical: <c>tenant.suspended</c></param>
/// <param name="Data">references, numbers and words; names and ids of the tenant are added when it is sent</param>
public sealed record Message(string Type, JsonElement Data)
{
    public static Message Event(string type, object data) => new(type, Json.Element(data));
}

/// <summary>What will happen to one subject. Preview shows it, the run does it.</summary>
public sealed record Decision(Sentence Sentence, params Effect[] Effects)
{
    public Weight Weight { get; init; }

    public Message[] Send { get; init; } = [];

    /// <summary>The id of what is made, when the operation makes something.</summary>
    public string? Created { get; init; }
}
