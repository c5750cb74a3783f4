using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>How a text is looked for among tenants (t) and people (m), in SQL: without accents, case and width.</summary>
/// <remarks>What is hidden from who asks finds nothing either: else it could be guessed letter by letter.</remarks>
public static class TextSearch
{
    /// <summary>A text as it is compared; indexes are of this.</summary>
    /// <param name="text">a column, or a parameter such as <c>@pattern</c></param>
    public static string Folded(string text) => $"core.folded({text})";

    /// <param name="pattern">such as <c>@pattern</c>, of <see cref="Like"/></param>
    public static string OfTenants(string pattern) =>
        Hidden.Has(FieldClass.Contact)
            ? $"({Folded("t.search")} like {Folded(pattern)} and {Folded("replace(t.search, lower(coalesce(t.contact_email, '')), '')")} like {Folded(pattern)})"
            : $"{Folded("t.search")} like {Folded(pattern)}";

    /// <inheritdoc cref="OfTenants"/>
    public static string OfMembers(string pattern) =>
        Hidden.Has(FieldClass.Contact)
            ? $"({MemberSql.Text} like {Folded(pattern)} and {Folded("coalesce(m.name, '') || ' ' || m.external_id || ' ' || m.support_number")} like {Folded(pattern)})"
            : $"{MemberSql.Text} like {Folded(pattern)}";
}
