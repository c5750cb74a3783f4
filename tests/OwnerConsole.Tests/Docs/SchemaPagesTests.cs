namespace OwnerConsole.Tests.Docs;

public sealed class SchemaPagesTests
{
    [Fact]
    public async Task The_schema_pages_match_the_migrations()
    {
        var pages = SchemaPages.Of(Schema.Migrations(ModuleList.All), await SchemaPages.Columns());

        foreach (var (name, page) in pages)
            await GeneratedFile.Check("docs/schema/" + name, page, "docs/schema is generated from the migrations.");
        Directory.GetFiles(Path.Combine(Architecture.Product.Root, "docs", "schema")).Select(Path.GetFileName).ShouldBe(pages.Keys, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_table_is_on_a_page()
    {
        var columns = await SchemaPages.Columns();
        var pages = SchemaPages.Of(Schema.Migrations(ModuleList.All), columns);

        columns
            .Select(column => column.Table)
            .Distinct()
            .Where(table => !pages.Values.Any(page => page.Contains($"## {table}\n", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }
}
