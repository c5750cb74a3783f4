using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Tabs of the email page.</summary>
internal static class EmailTabs
{
    public static IReadOnlyList<PageTab> All { get; } =
    [
        new("Server", MailRoutes.Address, MailRoutes.Read),
        new("Templates", TemplateRoutes.Address, TemplateRoutes.Read),
        new("Log", EmailRoutes.Address, EmailRoutes.Read),
    ];
}
