using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Every operation: the product's own, found by type, and those that the connected application declares. One of ours goes before one of theirs with its name.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<string, Operation> _byName;
    private readonly Declarations _declared;

    /// <exception cref="InvalidOperationException">two operations have one name</exception>
    public Catalogue(IEnumerable<Assembly> assemblies, Declarations declared, IServiceProvider services)
    {
        _declared = declared;
        Own =
        [
            .. assemblies
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(Operation)) && type != typeof(DeclaredOperation))
                .Select(type => (Operation)ActivatorUtilities.CreateInstance(services, type))
                .OrderBy(operation => operation.Is.Name, StringComparer.Ordinal),
        ];
        if (Own.GroupBy(operation => operation.Is.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two operations are called {twice.Key}.");
        _byName = Own.ToDictionary(operation => operation.Is.Name, StringComparer.Ordinal);
    }

    /// <summary>Of the product, in the order of their names.</summary>
    public IReadOnlyList<Operation> Own { get; }

    /// <summary>Those that can be decided now.</summary>
    public IEnumerable<Operation> All =>
        Own.Concat(
            _declared
                .Now.Operations.Values.Where(operation => operation.IsOpen && !_byName.ContainsKey(operation.Is.Name))
                .OrderBy(operation => operation.Is.Name, StringComparer.Ordinal)
        );

    /// <exception cref="Problem">404: there is no such operation</exception>
    public Operation Find(string name) =>
        Known(name) ?? throw new Problem(404, "unknown_operation", $"There is no operation {name}. GET /api/v1/operations lists them.");

    /// <returns>null for an operation of another release; one that the application doesn't offer any more is known</returns>
    public Operation? Known(string name) => _byName.GetValueOrDefault(name) ?? _declared.Now.Operations.GetValueOrDefault(name);

    /// <summary>By a word of the permission grammar, which may be an operation's name.</summary>
    public bool May(Caller caller, string permission) => Known(permission) is { } operation ? caller.May(operation.Is) : caller.May(permission);

    /// <summary>Nobody hands out more than they have, nor the sight of what is hidden from them.</summary>
    /// <param name="hides">what who is given it is not shown; a key sees everything</param>
    public bool MayGive(Caller giver, IEnumerable<string> permissions, IReadOnlyCollection<string> hides) =>
        giver.Hides.All(hides.Contains) && permissions.All(permission => May(giver, permission));

    /// <returns>the name itself where this program doesn't know the operation any more</returns>
    public string Title(string name) => Known(name)?.Is.Title ?? name;

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

    /// <summary>What the caller may do to such a subject; what destroys stands last, where nobody presses by habit.</summary>
    public IReadOnlyList<Declaration> On(string subject, Population population, Caller caller) =>
        [.. On(subject, population).Select(operation => operation.Is).Where(caller.May).OrderBy(declared => declared.Destroys)];

    /// <returns>The operations for subjects of this type whose tenants belong to the population.</returns>
    public IEnumerable<Operation> On(string subject, Population population) =>
        All.Where(operation => operation.Is.Subject == subject && operation.IsOfferedIn(population));
}
