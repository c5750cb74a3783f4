using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Fixtures;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(StableTestOrder))]

namespace OwnerConsole.Fixtures;

/// <summary>Runs the tests of a class in the same order on every machine, so that a test that depends on another fails everywhere or nowhere.</summary>
/// <remarks>xUnit's own order depends on the folder that the tests were built in. OWNER_CONSOLE_TESTS_ORDER, any text, gives another order.</remarks>
public sealed class StableTestOrder : ITestCaseOrderer
{
    private static readonly string s_order = Environment.GetEnvironmentVariable("OWNER_CONSOLE_TESTS_ORDER") ?? "";

    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(Place, StringComparer.Ordinal)];

    private static string Place<TTestCase>(TTestCase test)
        where TTestCase : ITestCase => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(s_order + test.TestCaseDisplayName)));
}
