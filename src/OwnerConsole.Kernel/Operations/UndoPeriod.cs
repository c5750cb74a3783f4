using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Shortens the undo period of single runs, for operations whose input decides how long their changes can be undone.</summary>
public static class UndoPeriod
{
    /// <summary>Ends the undo period of the current run after <paramref name="length"/>, instead of the period that its operation declares.</summary>
    /// <param name="length">Counted from this transaction, so the last part of a long run sets it for all. Zero offers no undo.</param>
    /// <param name="work">Unit of work of a run.</param>
    public static void EndAfter(TimeSpan length, UnitOfWork work) =>
        work.Defer("update core.runs set undo_until = now() + @length where run_id = @run and undo_until is not null", new { length, run = work.RunId });
}
