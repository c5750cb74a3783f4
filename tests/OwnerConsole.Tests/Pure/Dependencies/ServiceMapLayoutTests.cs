using System.Globalization;
using OwnerConsole.Pure.Dependencies;

namespace OwnerConsole.Tests.Pure.Dependencies;

/// <summary>Columns and rows of the drawing of the service map. Edges are written as <c>a&gt;b</c>.</summary>
public sealed class ServiceMapLayoutTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a>a", "")]
    [InlineData("web>api api>db", "web 0:0 api 1:0 db 2:0")]
    [InlineData("web>api web>db api>db", "web 0:0 api 1:0 db 2:0")]
    [InlineData("web>a web>b", "web 0:0.5 a 1:0 b 1:1")]
    [InlineData("a>y b>x", "a 0:0 b 0:1 y 1:0 x 1:1")]
    [InlineData("a>b b>a", "a 0:0 b 1:0")]
    [InlineData("z>a a>b b>a", "z 0:0 a 1:0 b 2:0")]
    public void Services_are_to_the_right_of_those_that_depend_on_them(string edges, string expected) =>
        string.Join(
                ' ',
                Layout(edges).Services.Select(service => string.Create(CultureInfo.InvariantCulture, $"{service.Service} {service.Column}:{service.Row:0.#}"))
            )
            .ShouldBe(expected);

    [Fact]
    public void Only_dependencies_that_close_a_cycle_lead_to_the_left()
    {
        var layout = Layout("web>a a>b b>c c>a c>d");

        layout.Dependencies.Where(placed => placed.IsBackward).Select(placed => placed.Edge.Id).ShouldBe(["c>a"]);
        var columns = layout.Services.ToDictionary(service => service.Service, service => service.Column, StringComparer.Ordinal);
        layout.Dependencies.ShouldAllBe(placed => placed.IsBackward == columns[placed.Edge.DependsOn] < columns[placed.Edge.Service]);
    }

    [Fact]
    public void The_order_of_dependencies_does_not_change_the_layout()
    {
        string[] edges = ["web>api", "api>db", "jobs>db", "web>mail", "mail>api", "db>web"];

        var layouts = new[] { edges, edges.OrderDescending(StringComparer.Ordinal).ToArray() }.Select(order => Layout(string.Join(' ', order))).ToList();

        layouts[1].Services.ShouldBe(layouts[0].Services);
    }

    [Fact]
    public void At_most_200_services_are_drawn_and_affected_ones_first()
    {
        var edges = string.Join(' ', Enumerable.Range(0, 400).Select(index => string.Create(CultureInfo.InvariantCulture, $"s{index}>db")));

        var layout = ServiceMapLayout.Of(Read($"{edges} zzz>last"), ["last"]);

        (layout.Services.Count, layout.Hidden).ShouldBe((200, 203));
        layout.Services.ShouldContain(service => service.Service == "last");
        layout.Services.ShouldContain(service => service.Service == "db");
    }

    private static ServiceMapLayout Layout(string edges) => ServiceMapLayout.Of(Read(edges), []);

    private static IReadOnlyList<ServiceEdge> Read(string edges) =>
        [
            .. edges
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(edge => edge.Split('>'))
                .Select(names => new ServiceEdge(string.Join('>', names), names[0], names[1], DependencyStrength.Hard)),
        ];
}
