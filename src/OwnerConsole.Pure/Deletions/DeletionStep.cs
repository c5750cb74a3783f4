namespace OwnerConsole.Pure.Deletions;

/// <summary>Steps of the deletion of a tenant after its waiting period.</summary>
public enum DeletionStep
{
    /// <summary>The application is still working.</summary>
    Wait,

    /// <summary>Asks the application to erase its data.</summary>
    Ask,

    /// <summary>Records that the application failed, to ask it again later.</summary>
    Retry,

    /// <summary>Erases the data in the console.</summary>
    Erase,

    /// <summary>Records that the tenant is deleted.</summary>
    Finish,
}
