using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: OwnerConsole.Browser.Fixtures.NoComplaints]

namespace OwnerConsole.Browser.Fixtures;

/// <summary>Fails tests that closed a window with unexpected complaints, so that no test can forget to check them.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NoComplaintsAttribute : BeforeAfterTestAttribute
{
    private const string Why = "A window was closed with unchecked complaints.";

    private static readonly ConcurrentDictionary<string, string[]> s_unchecked = new(StringComparer.Ordinal);

    /// <summary>Records the complaints instead of throwing here, which would hide the test's own failure.</summary>
    public static void Record(string[] complaints)
    {
        if (TestContext.Current.Test is not { } test)
            complaints.ShouldBeEmpty(Why); // a window shared by the whole class
        else if (complaints.Length > 0)
            s_unchecked.AddOrUpdate(test.UniqueID, complaints, (_, before) => [.. before, .. complaints]);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (s_unchecked.TryRemove(test.UniqueID, out var complaints))
            complaints.ShouldBeEmpty(Why);
    }
}
