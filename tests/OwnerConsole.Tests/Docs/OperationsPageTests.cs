using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Docs;

public sealed class OperationsPageTests
{
    [Fact]
    public Task The_page_of_operations_says_what_the_catalogue_says() =>
        GeneratedFile.Check(
            "docs/operations.md",
            OperationsPage.Of(Examples.CatalogueOf(ModuleList.All)),
            "docs/operations.md is generated from the operations."
        );

    [Fact]
    public void Every_operation_says_what_it_does()
    {
        foreach (var operation in Examples.CatalogueOf(ModuleList.All).All)
            OperationSource.Of(operation).Summary.ShouldEndWith(".", customMessage: operation.Definition.Name);
    }
}
