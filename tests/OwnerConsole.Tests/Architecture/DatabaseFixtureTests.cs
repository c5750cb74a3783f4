using Mono.Cecil;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Architecture;

/// <summary>Tests run a second time on an external PostgreSQL server, except those that start their own database.</summary>
public sealed class DatabaseFixtureTests
{
    private static readonly string[] s_own = Names(
        typeof(Cluster),
        typeof(ExternalPostgres),
        typeof(InstalledConsole),
        typeof(IsolatedMachine),
        typeof(Docs.RunbookShell)
    );
    private static readonly string[] s_shared = Names(typeof(TestCluster), typeof(TestConsole));

    [Fact]
    public void Tests_with_their_own_database_say_why()
    {
        using var tests = AssemblyDefinition.ReadAssembly(typeof(TestCluster).Assembly.Location);
        var classes = tests
            .MainModule.Types.Where(type => type.Namespace.StartsWith("OwnerConsole.Tests", StringComparison.Ordinal) && HasTests(type))
            .ToList();

        var silent = classes.Where(type => !HasReason(type) && Names(type).Intersect(s_own).Any() && !Names(type).Intersect(s_shared).Any());
        var wrong = classes.Where(type => HasReason(type) && Names(type).Intersect(Names(typeof(TestCluster))).Any());

        classes.Count(HasReason).ShouldBePositive();
        silent.Select(type => type.FullName).ShouldBeEmpty("these tests need an OwnDatabase attribute");
        wrong.Select(type => type.FullName).ShouldBeEmpty("these tests use the shared database, so they must run on both");
    }

    private static bool HasTests(TypeDefinition type) =>
        type.Methods.Any(method =>
            method.CustomAttributes.Any(customAttribute =>
                Names(typeof(FactAttribute), typeof(TheoryAttribute)).Contains(customAttribute.AttributeType.FullName)
            )
        );

    private static bool HasReason(TypeDefinition type) =>
        type.CustomAttributes.Any(customAttribute => customAttribute.AttributeType.FullName == typeof(OwnDatabaseAttribute).FullName);

    private static HashSet<string> Names(TypeDefinition type) => [.. TypeReferences.Types(type).Select(used => used.FullName)];

    private static string[] Names(params Type[] types) => [.. types.Select(type => type.FullName!)];
}
