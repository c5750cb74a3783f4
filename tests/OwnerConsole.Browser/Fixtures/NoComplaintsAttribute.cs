using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: OwnerConsole.Browser.Fixtures.NoComplaints]

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A test fails that closed a window with complaints it had not asked for: forgetting to ask is no way round them.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NoComplaintsAttribute : BeforeAfterTestAttribute
{
    private const string Why = "A window was closed with these.";

    private static readonly ConcurrentDictionary<string, string[]> s_unasked = new(StringComparer.Ordinal);

    /// <summary>Thrown here they would take the place of what the test failed of itself.</summary>
    public static void Tell(string[] complaints)
    {
        if (TestContext.Current.Test is not { } test)
            complaints.ShouldBeEmpty(Why); // a window that a whole class had
        else if (complaints.Length > 0)
            s_unasked.AddOrUpdate(test.UniqueID, complaints, (_, before) => [.. before, .. complaints]);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (s_unasked.TryRemove(test.UniqueID, out var complaints))
            complaints.ShouldBeEmpty(Why);
    }
}
