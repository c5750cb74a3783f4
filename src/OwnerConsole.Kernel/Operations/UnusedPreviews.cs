using System.Diagnostics;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// Deletes previews that were not run, with their subjects, a day after they expired. Each change of a form creates a preview, which can have 100,000
/// subjects.
/// </summary>
internal static class UnusedPreviews
{
    private const int AtOnce = 100;

    /// <summary>Shorter than the lease of a lane.</summary>
    private static readonly TimeSpan MaxTurn = TimeSpan.FromSeconds(20);

    /// <returns>False if there can be more.</returns>
    public static async Task<bool> Delete(Database database, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var unused = await Find(database, stop);
        foreach (var previewId in unused)
            if (!await Delete(previewId, began, database, stop))
                return false;
        return unused.Count < AtOnce;
    }

    /// <remarks>An expired preview can't be run any more. Previews are looked for during 30 days, so that the cost doesn't grow with the number of runs.</remarks>
    private static async Task<IReadOnlyList<string>> Find(Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>(
            """
            select p.preview_id from core.previews p
             where p.expires_at between now() - interval '30 days' and now() - interval '1 day'
               and not exists (select from core.runs r where r.preview_id = p.preview_id)
             order by p.expires_at
             limit @AtOnce
            """,
            new { AtOnce }
        );
    }

    /// <returns>False if the time was over before all subjects were deleted.</returns>
    private static async Task<bool> Delete(string previewId, long began, Database database, CancellationToken stop)
    {
        for (var next = 0; ; )
        {
            if (Stopwatch.GetElapsedTime(began) > MaxTurn)
                return false;
            var some = await Subjects(previewId, next, database, stop);
            await using var work = await database.Write(
                WriteOrigin.Intake("forget"),
                [.. some.Select(subject => subject.TenantId).Distinct(StringComparer.Ordinal)],
                stop
            );
            if (some is not [.., { Place: var last }])
            {
                await work.Execute("delete from core.previews where preview_id = @previewId", new { previewId });
                await work.Commit();
                return true;
            }
            await work.Execute(
                "delete from core.preview_subjects where preview_id = @previewId and place between @next and @last",
                new
                {
                    previewId,
                    next,
                    last,
                }
            );
            await work.Commit();
            next = last + 1;
        }
    }

    private static async Task<IReadOnlyList<PreviewedPlace>> Subjects(string previewId, int next, Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<PreviewedPlace>(
            "select tenant_id, place from core.preview_subjects where preview_id = @previewId and place >= @next order by place limit @BatchSize",
            new
            {
                previewId,
                next,
                PreviewRows.BatchSize,
            }
        );
    }

    private sealed record PreviewedPlace(string TenantId, int Place);
}
