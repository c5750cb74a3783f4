using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Reads the attributes of tenants and members that applications declare.</summary>
public static class DeclaredAttributes
{
    /// <returns>Attributes of tenants by name. One that both modes declare is listed twice, live first.</returns>
    public static Task<IReadOnlyList<AttributeDeclaration>> List(UnitOfWork work) => List("attributes", work);

    /// <returns>Attributes of members by name. One that both modes declare is listed twice, live first.</returns>
    public static Task<IReadOnlyList<AttributeDeclaration>> ListOfMembers(UnitOfWork work) => List("member_attributes", work);

    private static async Task<IReadOnlyList<AttributeDeclaration>> List(string field, UnitOfWork work) =>
        [.. (await DeclaredLists.Of<AttributeReport>(field, work)).Select(declared => new AttributeDeclaration(declared.Mode, declared.Report))];
}

/// <summary>An attribute as declared by the application of one mode.</summary>
public sealed record AttributeDeclaration(Mode Mode, AttributeReport Report);
