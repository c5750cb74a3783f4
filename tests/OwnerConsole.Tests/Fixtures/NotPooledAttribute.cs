using Xunit.v3;

namespace OwnerConsole.Fixtures;

/// <summary>The second nightly run, over TCP, TLS and a pooler, leaves out the test, because other tests of that run use the database in the same ways.</summary>
/// <param name="why">Why a pooler makes no difference, or which tests would find it.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NotPooledAttribute(string why) : Attribute, ITraitAttribute
{
    public string Why => why;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Pooled", "no")];
}
