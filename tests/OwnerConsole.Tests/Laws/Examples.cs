using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws;

/// <summary>The examples of the whole catalogue, and what their operations declare.</summary>
public static class Examples
{
    private const string Nowhere = "Host=nowhere.invalid";

    public static readonly IReadOnlyList<Example> All =
    [
        .. typeof(Example)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Example)) && !type.IsAbstract)
            .Select(type => (Example)Activator.CreateInstance(type)!)
            .OrderBy(example => example.Of, StringComparer.Ordinal),
    ];

    public static readonly Catalogue Catalogue = CatalogueOf(RehearsedConsole.All);

    /// <summary>No database stands behind it: it says what there is, and can carry out nothing.</summary>
    public static Catalogue CatalogueOf(IReadOnlyList<Module> modules) =>
        ConsoleHost
            .Services(new(new(Nowhere, Nowhere, Nowhere, Nowhere, Nowhere, Nowhere), Port: 0, MasterKey: new byte[32]) { Modules = modules })
            .GetRequiredService<Catalogue>();

    public static Example Of(string operation) => All.Single(example => example.Of == operation);

    /// <summary>For theories: the names of operations that are like this.</summary>
    public static TheoryData<string> Those(Func<Declaration, bool> are) =>
        [.. All.Select(example => Catalogue.Find(example.Of).Is).Where(are).Select(declared => declared.Name)];
}
