using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Trust.Retention;

/// <summary>Exports the number of rows that each policy deleted per day, as evidence.</summary>
internal sealed class RetentionExport(ListExport export)
{
    public const string Address = RetentionPolicyRoutes.Address + "/export";

    private static readonly IReadOnlyList<FileColumn<DayRow>> s_columns =
    [
        new("day", row => row.Day.ToString("O", CultureInfo.InvariantCulture)),
        new("policy", row => row.Policy),
        new("deleted", row => row.Deleted.ToString(CultureInfo.InvariantCulture)),
        new("batches", row => row.Batches.ToString(CultureInfo.InvariantCulture)),
        new("deleted_at", row => FileCell.Instant(row.DeletedAt)),
    ];

    public IResult Send(HttpContext context)
    {
        RetentionPolicyRoutes.Platform(context);
        return TableFile.Of(
            context,
            new ListAddress(RetentionPolicyRoutes.Address),
            s_columns,
            export.Of(context, "retention", who => Sentence.Say($"{who} exported the evidence of retention."), List)
        );
    }

    private static async Task<Page<DayRow>> List(string? cursor, UnitOfWork work)
    {
        var last = cursor is null ? null : Cursor.Read(cursor, 2); // written below, never by a caller
        var rows = await work.List<DayRow>(
            $"""
            select d.day, d.policy, d.deleted, d.batches, d.deleted_at from core.retention_days d
             where d.tenant_id = 'tnt_platform' {(last is null ? "" : "and (d.day < @day::date or d.day = @day::date and d.policy > @policy)")}
             order by d.day desc, d.policy
             limit @most
            """,
            new
            {
                day = last?[0],
                policy = last?[1],
                most = ListExport.PageSize + 1,
            }
        );
        return Paging.ToPage(rows, ListExport.PageSize, row => Cursor.Of(row.Day.ToString("O", CultureInfo.InvariantCulture), row.Policy));
    }

    private sealed record DayRow(DateOnly Day, string Policy, long Deleted, int Batches, DateTimeOffset DeletedAt);
}
