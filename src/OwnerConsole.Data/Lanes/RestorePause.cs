namespace OwnerConsole.Data.Lanes;

/// <summary>After a restore of the database, outgoing work is paused until someone has checked the data and resumes sending.</summary>
internal static class RestorePause
{
    public static Task<bool> IsActive(UnitOfWork work) => work.One<bool>("select exists (select from core.restores where closed_by is null)");
}
