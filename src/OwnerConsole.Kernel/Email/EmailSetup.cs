using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Email;

/// <summary>Reads whether the console can send emails.</summary>
public static class EmailSetup
{
    /// <param name="work">Can read the platform.</param>
    /// <returns>Whether a mail server or service is set up.</returns>
    public static Task<bool> IsDone(UnitOfWork work) =>
        work.One<bool>("select exists (select from emails.settings where tenant_id = 'tnt_platform' and closed_by is null)");

    /// <param name="work">Can read the platform.</param>
    /// <returns>The address that emails come from; null if no mail server or service is set up.</returns>
    public static Task<string?> FindSender(UnitOfWork work) =>
        work.One<string>("select from_address from emails.settings where tenant_id = 'tnt_platform' and closed_by is null");
}
