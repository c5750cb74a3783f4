namespace OwnerConsole.Data;

/// <summary>Rows that are opened by one run and closed by another, so that an undo can revert both. A row without <c>closed_by</c> is current.</summary>
/// <param name="table">Name of the table with its schema.</param>
/// <param name="subject">Column with the id of the subject, or an SQL expression for it.</param>
/// <remarks>All names and SQL are constants of the code. In conditions, <c>this</c> is the row itself and <c>other</c> is another row of the table.</remarks>
public sealed class StateRows(string table, string subject)
{
    /// <summary>Whether all rows belong to the platform and the subject is not the platform itself.</summary>
    public bool BelongToPlatform { get; init; }

    /// <summary>Whether rows store the time when they were closed in <c>closed_at</c>.</summary>
    public bool HaveClosedAt { get; init; }

    /// <summary>Condition under which two rows can't both be current. A row is not reopened while such another row is current. Null for no check.</summary>
    public string? Conflict { get; init; }

    /// <summary>
    /// Whether a new row applies instead of conflicting rows without closing them. Then an undo closes a row only if another run has not opened a later one.
    /// </summary>
    public bool AreStacked { get; init; }

    /// <summary>Assignment of another column when a row is reopened.</summary>
    public string? AlsoReset { get; init; }

    /// <summary>Closes the current rows of these subjects.</summary>
    /// <returns>Subjects of the closed rows.</returns>
    public Task<IReadOnlyList<string>> Close(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<string>($"update {table} this set {Closed} where {Scope(ids)} this.closed_by is null returning {subject}", new { run = work.RunId, ids });

    /// <summary>Closes the rows that a run opened and that are still current.</summary>
    /// <param name="ids">Subjects; null for all.</param>
    /// <param name="onlyIf">Another condition for the row.</param>
    /// <returns>Subjects of the closed rows.</returns>
    public Task<IReadOnlyList<string>> CloseOpenedBy(IReadOnlyCollection<string>? ids, string undoneRun, UnitOfWork work, string onlyIf = "true")
    {
        var isLatest = AreStacked ? NoConflict("other.opened_at > this.opened_at and other.opened_by <> this.opened_by") : "true";
        return work.List<string>(
            $"""
            update {table} this set {Closed}
             where {Scope(ids)} this.opened_by = @undoneRun and this.closed_by is null and {isLatest} and {onlyIf}
            returning {subject}
            """,
            new
            {
                run = work.RunId,
                ids,
                undoneRun,
            }
        );
    }

    /// <summary>Reopens the rows that a run closed.</summary>
    /// <param name="ids">Subjects; null for all.</param>
    /// <param name="onlyIf">Another condition for the row.</param>
    /// <returns>Subjects of the reopened rows.</returns>
    public Task<IReadOnlyList<string>> Reopen(IReadOnlyCollection<string>? ids, string undoneRun, UnitOfWork work, string onlyIf = "true") =>
        work.List<string>(
            $"""
            update {table} this set {Reopened}
             where {Scope(ids)} this.closed_by = @undoneRun and {(Conflict is null ? "true" : NoConflict("true"))} and {onlyIf}
            returning {subject}
            """,
            new { ids, undoneRun }
        );

    /// <summary>Closes the rows that a run opened and that are still current, and reopens the rows of their subjects that the run closed.</summary>
    /// <param name="ids">Subjects; null for all.</param>
    /// <returns>Subjects whose previous state is restored; those that were changed again are left out.</returns>
    public async Task<IReadOnlyList<string>> Undo(IReadOnlyCollection<string>? ids, string undoneRun, UnitOfWork work)
    {
        var restored = await CloseOpenedBy(ids, undoneRun, work);
        if (restored.Count > 0)
            await Reopen(restored, undoneRun, work);
        return restored;
    }

    private string Closed => HaveClosedAt ? "closed_by = @run, closed_at = clock_timestamp()" : "closed_by = @run";

    private string Reopened => $"closed_by = null{(HaveClosedAt ? ", closed_at = null" : "")}{(AlsoReset is null ? "" : $", {AlsoReset}")}";

    private string Scope(IReadOnlyCollection<string>? ids) =>
        $"{(BelongToPlatform ? "this.tenant_id = 'tnt_platform' and " : "")}{(ids is null ? "" : $"{subject} = any(@ids) and ")}";

    private string NoConflict(string condition) => $"not exists (select from {table} other where {Conflict} and other.closed_by is null and {condition})";
}
