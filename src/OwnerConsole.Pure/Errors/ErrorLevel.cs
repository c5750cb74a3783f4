namespace OwnerConsole.Pure.Errors;

/// <summary>How serious an error is, as the application reported it.</summary>
public enum ErrorLevel
{
    Debug,
    Info,
    Warning,
    Error,
    Fatal,
}
