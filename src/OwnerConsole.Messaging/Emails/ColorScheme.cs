namespace OwnerConsole.Messaging.Emails;

/// <summary>Colors in which a preview shows an email. Mail programs choose themselves.</summary>
public enum ColorScheme
{
    Light,
    Dark,
}
