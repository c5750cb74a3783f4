using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Directory.Public;
using OwnerConsole.Tenants.Members.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Members;

/// <summary>Exports all members of the filtered list as a file.</summary>
public sealed class MemberExport(ListExport export, MemberSearch search, Database database, DeclarationCache declarations)
{
    public const string Address = MemberAddress.Home + "/export";

    private static readonly IReadOnlyList<FileColumn<FoundMember>> s_columns =
    [
        new("name", member => member.Name),
        new("email", member => member.Email) { Word = "email", FieldClasses = [FieldClass.Contact] },
        new("tenant", member => member.Tenant) { Word = "tenant" },
        new("status", member => member.Status.ToText()) { Word = "status" },
        new("state", member => member.State.ToText()) { Word = "state" },
        new("role", member => member.Role) { Word = "role" },
        new("tags", member => string.Join(", ", member.Tags)) { Word = "tags", IsExtra = true },
        new("last_seen_at", member => FileCell.Instant(member.LastSeenAt)) { Word = "last_seen_at" },
        new("joined_at", member => FileCell.Instant(member.JoinedAt)) { Word = "joined_at", IsExtra = true },
        new("suspended_at", member => FileCell.Instant(member.SuspendedAt)) { Word = "suspended_at", IsExtra = true },
        new("left_at", member => FileCell.Instant(member.LeftAt)) { Word = "left_at", IsExtra = true },
        new("language", member => member.Language) { Word = "language", IsExtra = true },
        new("time_zone", member => member.TimeZone) { Word = "time_zone", IsExtra = true },
        new("phone", member => member.Phone)
        {
            Word = "phone",
            IsExtra = true,
            FieldClasses = [FieldClass.Contact],
        },
        new("support_number", member => member.SupportNumber),
        new("id", member => member.MemberId),
        new("external_id", member => member.ExternalId),
        new("tenant_id", member => member.TenantId),
    ];

    public async Task<IResult> Send(HttpContext context)
    {
        var (caller, address) = (Caller.Of(context)!, Read(context.Request)); // not null: the route requires a permission
        IReadOnlyList<AttributeReport> declared;
        await using (var work = await database.Read(context.RequestAborted))
            declared = declarations.Current.MemberAttributesOf(await Modes.Shown(caller, work));
        return TableFile.Of(
            context,
            address,
            [
                .. s_columns,
                .. declared.Select(attribute => AttributeCells.Column<FoundMember>(attribute, AttributeFilter.Of(attribute.Name), member => member.Attributes)),
            ],
            export.Of(
                context,
                "users",
                who => Sentence.Say($"{who} exported the list of users."),
                async work => MemberSearch.Filter.Read(context.Request.Query, await Modes.Shown(caller, work), caller.OnlyTenant),
                (filter, cursor, work) => search.Find(filter with { Cursor = cursor, Limit = ListExport.PageSize }, work)
            )
        );
    }

    internal static ListAddress Read(HttpRequest request) => ListAddress.Of(MemberAddress.Home, request, MemberChoice.IsFilter);
}
