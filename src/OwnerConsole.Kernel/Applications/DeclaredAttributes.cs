using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Reads the tenant attributes that applications declare.</summary>
public static class DeclaredAttributes
{
    /// <returns>Attributes by name. One that both modes declare is listed twice, live first.</returns>
    public static async Task<IReadOnlyList<AttributeDeclaration>> List(UnitOfWork work) =>
        [.. (await DeclaredLists.Of<AttributeReport>("attributes", work)).Select(one => new AttributeDeclaration(one.Mode, one.Report))];
}

/// <summary>An attribute as declared by the application of one mode.</summary>
public sealed record AttributeDeclaration(Mode Mode, AttributeReport Report);
