using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Subject of an operation.</summary>
public interface ISubject
{
    string Id { get; }

    string TenantId { get; }

    /// <summary>Increases with every change that can affect a decision.</summary>
    long Revision { get; }
}

/// <summary>Reason why an operation can't be applied to a subject; the code is stable, the sentence is for people.</summary>
public sealed record Refusal(string Code, Sentence Sentence);

/// <summary>Change of one field, containing only references, numbers and enum words.</summary>
/// <param name="Field">Name of the changed field.</param>
/// <param name="Before">Value before the run; null if it had none.</param>
/// <param name="After">Value after the run; null if it has none.</param>
public sealed record Effect(string Field, object? Before, object? After);

/// <summary>Impact of a decision, summed over all subjects.</summary>
/// <param name="People">Number of people affected.</param>
/// <param name="MinorUnits">Money in minor units of the reporting currency.</param>
public readonly record struct Weight(long People = 0, [property: Sensitive(FieldClass.Money)] long MinorUnits = 0)
{
    public static Weight operator +(Weight one, Weight other) => new(one.People + other.People, one.MinorUnits + other.MinorUnits);

    public static Weight operator -(Weight one, Weight other) => new(one.People - other.People, one.MinorUnits - other.MinorUnits);
}

/// <summary>Message sent to the application or another external party.</summary>
/// <param name="Type">Hierarchical event type, such as <c>tenant.suspended</c>.</param>
/// <param name="Data">References, numbers and enum words; names and tenant ids are added when the message is sent.</param>
public sealed record Message(string Type, JsonElement Data)
{
    public static Message Event(string type, object data) => new(type, Json.Element(data));
}

/// <summary>Planned effect on one subject. The preview shows it and the run executes it.</summary>
public sealed record Decision(Sentence Sentence, params Effect[] Effects)
{
    public Weight Weight { get; init; }

    public Message[] Send { get; init; } = [];

    /// <summary>Id of the created object, if the operation creates one.</summary>
    public string? Created { get; init; }
}
