using Xunit.v3;

namespace OwnerConsole.Fixtures;

/// <summary>The class brings its database along: on one that somebody else runs it would say the same again.</summary>
/// <param name="why">it does</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OwnDatabaseAttribute(string why) : Attribute, ITraitAttribute
{
    public string Why => why;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Database", "own")];
}
