using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Docs;

public sealed class ScopesTableTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Document = "docs/reference/scopes.md";

    [Fact]
    public async Task The_scopes_table_lists_every_scope_and_what_it_allows()
    {
        var routes = console.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        var table = ScopesTable.Of([.. routes], console.Services.GetRequiredService<OperationCatalogue>());
        var document = await File.ReadAllTextAsync(Path.Combine(Architecture.Product.Root, Document));

        await GeneratedFile.Check(Document, ScopesTable.In(document, table), $"The table of scopes in {Document} is made from the routes and operations.");
        table.ShouldContain("| `metric.read` |");
    }
}
