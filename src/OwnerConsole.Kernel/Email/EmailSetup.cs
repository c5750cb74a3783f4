using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Reads whether the console can send emails.</summary>
public static class EmailSetup
{
    /// <param name="work">Can read the platform.</param>
    /// <returns>Whether a mail server or service is set up.</returns>
    public static Task<bool> IsDone(UnitOfWork work) =>
        work.One<bool>("select exists (select from emails.settings where tenant_id = 'tnt_platform' and closed_by is null)");
}
