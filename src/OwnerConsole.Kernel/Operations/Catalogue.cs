using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Every operation of the product, found by type.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<string, Operation> _byName;

    /// <exception cref="InvalidOperationException">two operations have one name</exception>
    public Catalogue(IEnumerable<Assembly> assemblies, IServiceProvider services)
    {
        All =
        [
            .. assemblies
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(Operation)))
                .Select(type => (Operation)ActivatorUtilities.CreateInstance(services, type))
                .OrderBy(operation => operation.Is.Name, StringComparer.Ordinal),
        ];
        if (All.GroupBy(operation => operation.Is.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two operations are called {twice.Key}.");
        _byName = All.ToDictionary(operation => operation.Is.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<Operation> All { get; }

    /// <exception cref="Problem">404: there is no such operation</exception>
    public Operation Find(string name) =>
        _byName.TryGetValue(name, out var operation)
            ? operation
            : throw new Problem(404, "unknown_operation", $"There is no operation {name}. GET /api/v1/operations lists them.");

    /// <returns>null for an operation of another release</returns>
    public Operation? Known(string name) => _byName.GetValueOrDefault(name);

    /// <returns>the name itself where this program doesn't know the operation any more</returns>
    public string Title(string name) => _byName.TryGetValue(name, out var operation) ? operation.Is.Title : name;

    /// <returns>names of those that have a text in what they are called, also in the platform's words</returns>
    public IReadOnlyList<string> Named(string text) =>
        [
            .. All.Select(operation => operation.Is)
                .Where(declared =>
                    new[] { declared.Title, PlatformWords.Now.Say(declared.Title), declared.Done, declared.Name }.Any(said =>
                        said.Contains(text, StringComparison.OrdinalIgnoreCase)
                    )
                )
                .Select(declared => declared.Name),
        ];

    /// <summary>What the caller may do to such a subject.</summary>
    public IReadOnlyList<Declaration> On(string subject, Caller caller) =>
        [.. On(subject).Select(operation => operation.Is).Where(declared => caller.May(declared.Name))];

    public IEnumerable<Operation> On(string subject) => All.Where(operation => operation.Is.Subject == subject);
}
