using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>How a text is looked for among tenants (t) and people (m), in SQL. What is hidden from who asks finds nothing either: else it could be guessed letter by letter.</summary>
public static class TextSearch
{
    /// <param name="pattern">such as <c>lower(@pattern)</c></param>
    public static string OfTenants(string pattern) =>
        Hidden.Has(FieldClass.Contact)
            ? $"(t.search like {pattern} and replace(t.search, lower(coalesce(t.contact_email, '')), '') like {pattern})"
            : $"t.search like {pattern}";

    /// <inheritdoc cref="OfTenants"/>
    public static string OfMembers(string pattern) =>
        Hidden.Has(FieldClass.Contact)
            ? $"({MemberSql.Text} like {pattern} and lower(coalesce(m.name, '') || ' ' || m.external_id || ' ' || m.support_number) like {pattern})"
            : $"{MemberSql.Text} like {pattern}";
}
