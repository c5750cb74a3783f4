using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Tests.Pure.Dependencies;

/// <summary>Which services fail with another one, and how the map is indented. Edges are written as <c>a&gt;b</c> for hard and <c>a~b</c> for soft.</summary>
public sealed class ServiceMapRuleTests
{
    [Theory]
    [InlineData("db", "web>api api>db", "api fails 1 via db; web fails 2 via api")]
    [InlineData("db", "web~api api>db", "api fails 1 via db; web degraded 2 via api")]
    [InlineData("db", "web>api api~db", "api degraded 1 via db; web degraded 2 via api")]
    [InlineData("db", "web~db web>api api>db", "api fails 1 via db; web fails 2 via api")]
    [InlineData("db", "web>db web~db", "web fails 1 via db")]
    [InlineData("db", "db>web web>db", "web fails 1 via db")]
    [InlineData("a", "b>a c>b a>c", "b fails 1 via a; c fails 2 via b")]
    [InlineData("web", "web>api api>db", "")]
    [InlineData("unknown", "web>api", "")]
    [InlineData("db", "b>db a>db c~db", "a fails 1 via db; b fails 1 via db; c degraded 1 via db")]
    public void A_failure_reaches_dependents(string service, string edges, string expected) =>
        string.Join(
                "; ",
                FailureSimulation
                    .Run(service, Read(edges))
                    .Select(affected =>
                        FormattableString.Invariant($"{affected.Service} {(affected.Fails ? "fails" : "degraded")} {affected.Distance} via {affected.Via}")
                    )
            )
            .ShouldBe(expected);

    [Theory]
    [InlineData("db", "web>api api>db", FailureReach.All)]
    [InlineData("db", "web>api app>api api>db", FailureReach.All)]
    [InlineData("db", "web>db app>api", FailureReach.Some)]
    [InlineData("db", "web>db app~db", FailureReach.Some)]
    [InlineData("db", "web~api api>db", FailureReach.Limited)]
    [InlineData("db", "web~db app>api", FailureReach.Limited)]
    [InlineData("web", "web>api api>db", FailureReach.All)]
    [InlineData("web", "web>api app>api", FailureReach.Some)]
    [InlineData("mail", "web>api jobs>mail", FailureReach.Some)]
    [InlineData("a", "a>b b>a", FailureReach.All)]
    [InlineData("a", "a~b b~a", FailureReach.Some)]
    [InlineData("unknown", "web>api", FailureReach.None)]
    public void A_failure_reaches_tenants_through_entry_services(string service, string edges, FailureReach expected) =>
        FailureReaches.Find(service, FailureSimulation.Run(service, Read(edges)), Read(edges)).ShouldBe(expected);

    [Theory]
    [InlineData("db", "web>api api>db", "web", "")]
    [InlineData("db", "web>api api>db", "api", "")]
    [InlineData("db", "web>api api>db", "db", "")]
    [InlineData("db", "web>api api>db", "", "web")]
    [InlineData("db", "web>api api>db", "api web", "")]
    [InlineData("db", "web>db app>db", "web", "app")]
    [InlineData("db", "web>db app>api", "web", "")]
    [InlineData("web", "web>api", "web", "")]
    [InlineData("web", "web>api", "api", "web")]
    [InlineData("gone", "web>api", "gone", "")]
    [InlineData("gone", "web>api", "", "gone")]
    [InlineData("a", "a>b b>a", "", "a b")]
    [InlineData("db", "web>api web>cache api>db cache>db", "api", "web")]
    [InlineData("db", "web>api web~cache api>db cache>db", "api cache", "")]
    [InlineData("db", "web>db web>api api>db", "api", "web")]
    public void Tenants_of_reached_services_are_known_from_a_service_on_each_way(string service, string edges, string known, string unknown)
    {
        var found = FailureUsage.FindUnknown(
            service,
            FailureSimulation.Run(service, Read(edges)),
            Read(edges),
            known.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal)
        );

        string.Join(' ', found).ShouldBe(unknown);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("web>api api>db", "web -api --db")]
    [InlineData("web>api web~mail api>db jobs>db", "jobs -db web -api --db -mail")]
    [InlineData("web>api jobs>api api>db", "jobs -api --db web -api*")]
    [InlineData("a>b b>a", "a -b --a*")]
    [InlineData("web>a a>b b>a", "web -a --b ---a*")]
    public void Services_are_indented_below_those_that_depend_on_them(string edges, string expected) =>
        string.Join(' ', DependencyTree.Flatten(Read(edges)).Select(row => $"{new string('-', row.Depth)}{row.Service}{(row.IsRepeated ? "*" : "")}"))
            .ShouldBe(expected);

    private static IReadOnlyList<ServiceEdge> Read(string edges) =>
        [
            .. edges
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(edge =>
                {
                    var isHard = edge.Contains('>', StringComparison.Ordinal);
                    var names = edge.Split(isHard ? '>' : '~');
                    return new ServiceEdge(edge, names[0], names[1], isHard ? DependencyStrength.Hard : DependencyStrength.Soft);
                }),
        ];
}
