using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>SQL for searching tenants (t) and members (m), ignoring accents, case and width.</summary>
/// <remarks>Fields that are hidden from the caller are not searched; otherwise they could be guessed character by character.</remarks>
public static class TextSearch
{
    /// <summary>Normalized text for comparisons; indexes use the same expression.</summary>
    /// <param name="text">A column or a parameter such as <c>@pattern</c>.</param>
    public static string Folded(string text) => $"core.search_text({text})";

    /// <summary>Lets the operator <c>&lt;%</c> of the next statement match a word with one or two mistakes: half of its trigrams are enough.</summary>
    /// <remarks>A block, because it returns no result that the reader of the next statement would see.</remarks>
    public static void AcceptMistakes(UnitOfWork work) =>
        work.Defer("do $$ begin perform set_config('pg_trgm.word_similarity_threshold', '0.5', true); end $$");

    /// <param name="pattern">Parameter with a pattern of <see cref="LikePattern"/>, such as <c>@pattern</c>.</param>
    public static string OfTenants(string pattern) =>
        HiddenFields.Has(FieldClass.Contact)
            ? $"({Folded("t.search")} like {Folded(pattern)} and {Folded("replace(t.search, lower(coalesce(t.contact_email, '')), '')")} like {Folded(pattern)})"
            : $"{Folded("t.search")} like {Folded(pattern)}";

    /// <inheritdoc cref="OfTenants"/>
    public static string OfMembers(string pattern) =>
        HiddenFields.Has(FieldClass.Contact)
            ? $"({MemberSql.SearchText} like {Folded(pattern)} and {Folded("coalesce(m.name, '') || ' ' || m.external_id || ' ' || m.support_number")} like {Folded(pattern)})"
            : $"{MemberSql.SearchText} like {Folded(pattern)}";
}
