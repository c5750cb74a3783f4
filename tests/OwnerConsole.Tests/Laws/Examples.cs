using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws;

/// <summary>The examples of all operations, and the definitions of the operations.</summary>
public static class Examples
{
    private const string Nowhere = "Host=nowhere.invalid";

    public static readonly IReadOnlyList<Example> All =
    [
        .. typeof(Example)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Example)) && !type.IsAbstract)
            .Select(type => (Example)Activator.CreateInstance(type)!)
            .OrderBy(example => example.OperationName, StringComparer.Ordinal),
    ];

    public static readonly OperationCatalogue Catalogue = CatalogueOf(RehearsalConsole.All);

    /// <summary>A catalogue without a database: it lists operations but can't run any.</summary>
    public static OperationCatalogue CatalogueOf(IReadOnlyList<Module> modules) =>
        ConsoleHost.Services(new(new(_ => Nowhere), Port: 0, MasterKey: new byte[32]) { Modules = modules }).GetRequiredService<OperationCatalogue>();

    public static Example Of(string operation) => All.Single(example => example.OperationName == operation);

    /// <summary>Theory data: names of the operations that match.</summary>
    /// <param name="law">Number of the law: a CI run tests a fifth of the laws of each operation, and the next four runs the others. Null always tests all.</param>
    public static TheoryData<string> Those(Func<OperationDefinition, bool> are, int? law = null) =>
        [
            .. All.Select(example => Catalogue.Find(example.OperationName).Definition)
                .Where(are)
                .Where((_, number) => law is null || CiRotation.Part is not { } part || (number + law + part) % CiRotation.Parts == 0)
                .Select(declared => declared.Name),
        ];
}
