using Xunit.v3;

namespace OwnerConsole.Fixtures;

/// <summary>A test or class of five seconds or more. CI runs a fifth of these each time, and those whose area changed; <c>bin/test --nightly</c> runs all.</summary>
/// <param name="seconds">Duration on two cores, rounded; the rotation spreads the tests evenly.</param>
/// <param name="areas">Folders under src, samples or sdk that the test covers, such as <c>Backups</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SlowAttribute(int seconds, params string[] areas) : Attribute, ITraitAttribute
{
    public int Seconds => seconds;

    public IReadOnlyList<string> Areas => areas;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("When", "rotation")];
}
