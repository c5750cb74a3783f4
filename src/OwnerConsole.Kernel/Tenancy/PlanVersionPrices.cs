namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Gives the SQL that selects the prices of all published plan versions, including those of retired plans.</summary>
/// <returns>
/// A statement with the columns plan_id, plan (its key), name, number, is_current (whether it is the plan's current version), is_available (false for a
/// retired plan), amount (minor units per interval), currency and interval (month or year).
/// </returns>
public delegate string PlanVersionPrices();
