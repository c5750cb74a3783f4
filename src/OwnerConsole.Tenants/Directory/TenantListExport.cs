using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Directory.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Exports all tenants that match the directory's filter as a file.</summary>
public sealed class TenantListExport(ListExport export, TenantList list, Database database, DeclarationCache declarations)
{
    public const string Address = DirectoryAddress.Home + "/export";

    private static readonly IReadOnlyList<FileColumn<TenantRow>> s_columns =
    [
        new("name", row => row.Name),
        new("status", row => row.Status.ToText()) { Word = "status" },
        new("plans", row => string.Join(' ', row.Plans)) { Word = "plan" },
        new("mrr", row => row.Mrr?.InputText) { Word = "mrr", FieldClasses = [FieldClass.Money] },
        new("owner_name", row => row.OwnerName) { Word = "owner" },
        new("members", row => (decimal)row.Members) { Word = "members" },
        new("sessions_this_month", row => (decimal)row.SessionsThisMonth) { Word = "sessions" },
        new("activity_30_days", row => (decimal)row.ActivityByDay.Sum()) { Word = "line" },
        new("last_seen_at", row => FileCell.Instant(row.LastSeenAt)) { Word = "last_seen_at" },
        new("contact_email", row => row.ContactEmail)
        {
            Word = "contact_email",
            FieldClasses = [FieldClass.Contact],
            IsExtra = true,
        },
        new("country", row => row.Country) { Word = "country", IsExtra = true },
        new("opened_at", row => FileCell.Instant(row.OpenedAt)) { Word = "opened_at", IsExtra = true },
        new("id", row => row.TenantId),
        new("external_id", row => row.ExternalId),
    ];

    public async Task<IResult> Send(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var declared = declarations.Current.AttributesOf(await Modes.Shown(caller, work));
        return TableFile.Of(
            context,
            DirectoryAddress.Of(context.Request),
            [
                .. s_columns,
                .. declared.Select(attribute => AttributeCells.Column<TenantRow>(attribute, AttributeFilter.Of(attribute.Name), row => row.Attributes)),
            ],
            export.Of(
                context,
                "tenants",
                who => Sentence.Say($"{who} exported the list of tenants."),
                async work => TenantFilter.Read(context.Request.Query, await Modes.Shown(caller, work), caller.OnlyTenant, TenantSort.Attention),
                (filter, cursor, work) => list.FindWithRevenue(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }
}
