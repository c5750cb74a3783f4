using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Docs;

public sealed class OperationsPageTests
{
    [Fact]
    public Task The_operations_page_matches_the_catalogue() =>
        GeneratedFile.Check(
            "docs/reference/operations.md",
            OperationsPage.Of(Examples.CatalogueOf(ModuleList.All)),
            "docs/reference/operations.md is generated from the operations."
        );

    [Fact]
    public void Every_operation_has_a_summary()
    {
        foreach (var operation in Examples.CatalogueOf(ModuleList.All).All)
            OperationSource.Of(operation).Summary.ShouldEndWith(".", customMessage: operation.Definition.Name);
    }
}
