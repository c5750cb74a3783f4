using Xunit.v3;

namespace OwnerConsole.Fixtures;

/// <summary>The tests of the class start their own database, so running them on an external one adds nothing.</summary>
/// <param name="why">Why the class starts its own database.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OwnDatabaseAttribute(string why) : Attribute, ITraitAttribute
{
    public string Why => why;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Database", "own")];
}
