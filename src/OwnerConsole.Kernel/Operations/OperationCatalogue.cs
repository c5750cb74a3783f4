using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// All operations: the product's own, found by type, and those declared by the connected application. A product operation takes precedence over a
/// declared one with the same name.
/// </summary>
public sealed class OperationCatalogue
{
    private readonly Dictionary<string, Operation> _byName;
    private readonly DeclarationCache _declared;

    /// <exception cref="InvalidOperationException">Two operations have the same name.</exception>
    public OperationCatalogue(IEnumerable<Assembly> assemblies, DeclarationCache declared, IServiceProvider services)
    {
        _declared = declared;
        Own =
        [
            .. assemblies
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(Operation)) && type != typeof(ApplicationOperation))
                .Select(type => (Operation)ActivatorUtilities.CreateInstance(services, type))
                .OrderBy(operation => operation.Definition.Name, StringComparer.Ordinal),
        ];
        if (Own.GroupBy(operation => operation.Definition.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two operations are named {twice.Key}.");
        _byName = Own.ToDictionary(operation => operation.Definition.Name, StringComparer.Ordinal);
    }

    /// <summary>The product's own operations, ordered by name.</summary>
    public IReadOnlyList<Operation> Own { get; }

    /// <summary>Operations that are currently available.</summary>
    public IEnumerable<Operation> All =>
        Own.Concat(
            _declared
                .Current.Operations.Values.Where(operation => operation.IsOpen && !_byName.ContainsKey(operation.Definition.Name))
                .OrderBy(operation => operation.Definition.Name, StringComparer.Ordinal)
        );

    /// <exception cref="Problem">404: there is no such operation.</exception>
    public Operation Find(string name) =>
        FindOrDefault(name) ?? throw new Problem(404, "unknown_operation", $"There is no operation {name}. GET /api/v1/operations lists them.");

    /// <returns>The operation, including declared ones no longer offered; null for operations of another release.</returns>
    public Operation? FindOrDefault(string name) => _byName.GetValueOrDefault(name) ?? _declared.Current.Operations.GetValueOrDefault(name);

    /// <summary>Checks a permission, which can also be the name of an operation.</summary>
    public bool Can(Caller caller, string permission) => FindOrDefault(permission) is { } operation ? caller.Can(operation.Definition) : caller.Can(permission);

    /// <summary>No one can grant permissions they lack, or visibility of fields hidden from them.</summary>
    /// <param name="hides">Field classes hidden from the grantee; a key sees all fields.</param>
    public bool CanGrant(Caller giver, IEnumerable<string> permissions, IReadOnlyCollection<string> hides) =>
        giver.Hides.All(hides.Contains) && permissions.All(permission => Can(giver, permission));

    /// <returns>The title, or the name itself for operations unknown to this release.</returns>
    public string Title(string name) => FindOrDefault(name)?.Definition.Title ?? name;

    /// <returns>Names of the operations whose title contains the text, also matching the platform's own terms.</returns>
    public IReadOnlyList<string> FindByTitle(string text) =>
        [
            .. All.Select(operation => operation.Definition)
                .Where(declared =>
                    new[] { declared.Title, PlatformWords.Current.Translate(declared.Title), declared.Done, declared.Name }.Any(said =>
                        said.Contains(text, StringComparison.OrdinalIgnoreCase)
                    )
                )
                .Select(declared => declared.Name),
        ];

    /// <summary>Operations the caller can run on such a subject, with destructive ones last to prevent accidental clicks.</summary>
    public IReadOnlyList<OperationDefinition> ListFor(string subject, Mode mode, Caller caller) =>
        [.. ListFor(subject, mode).Select(operation => operation.Definition).Where(caller.Can).OrderBy(declared => declared.IsDestructive)];

    /// <returns>The operations for subjects of this type whose tenants belong to the mode.</returns>
    public IEnumerable<Operation> ListFor(string subject, Mode mode) =>
        All.Where(operation => operation.Definition.Subject == subject && operation.IsOfferedIn(mode));
}
