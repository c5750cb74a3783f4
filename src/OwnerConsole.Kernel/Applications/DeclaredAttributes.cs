using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the applications say that their tenants' attributes are.</summary>
public static class DeclaredAttributes
{
    /// <returns>by name; what both populations declare stands there twice, the real one's first</returns>
    public static async Task<IReadOnlyList<DeclaredAttribute>> List(Work work) =>
        [.. (await DeclaredLists.Of<AttributeReport>("attributes", work)).Select(one => new DeclaredAttribute(one.Population, one.Report))];
}

/// <summary>An attribute as the application of one population declares it.</summary>
public sealed record DeclaredAttribute(Population Population, AttributeReport Report);
