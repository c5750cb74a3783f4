namespace OwnerConsole.Pure.Survival;

/// <summary>
/// A shifted beta geometric model of customers who stay or leave in each period. Each customer has a constant probability of leaving, and these
/// probabilities have a beta distribution, so retention of a cohort rises over time as those who leave easily are gone.
/// </summary>
/// <remarks>Source: Fader and Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21 (2007).</remarks>
/// <param name="Alpha">First parameter of the beta distribution, above 0.</param>
/// <param name="Beta">Second parameter, above 0. The mean probability of leaving in the first period is Alpha / (Alpha + Beta).</param>
public sealed record SurvivalFit(double Alpha, double Beta)
{
    private const int MaxSteps = 200;

    /// <summary>Limit of the logarithm of a parameter. Without it, cohorts with the same churn in all periods would have no maximum.</summary>
    private const double MaxLog = 9;

    private const double Precision = 1e-10;

    /// <summary>Fits the model by maximum likelihood.</summary>
    /// <param name="cohorts">Customers of each cohort at its start and at the end of each observed period, never rising.</param>
    /// <returns>Null if no customer left or all left in the first period, because then there is no maximum.</returns>
    /// <exception cref="ArgumentException">A cohort rises or is negative.</exception>
    public static SurvivalFit? Of(IReadOnlyCollection<IReadOnlyList<long>> cohorts)
    {
        var (left, stayed) = Count(cohorts);
        if (left.Sum() == 0 || stayed.Sum() == 0)
            return null;
        var (at, value) = ((A: 0d, B: 0d), LogLikelihood(0, 0, left, stayed));
        for (var step = 0; step < MaxSteps; step++)
        {
            var (next, better) = Improve(at, value, left, stayed);
            if (better - value < Precision)
                break;
            (at, value) = (next, better);
        }
        return new(Math.Exp(at.A), Math.Exp(at.B));
    }

    /// <returns>Share of customers who stay for at least this number of periods; 1 for 0.</returns>
    public double Share(int periods)
    {
        var share = 1d;
        for (var period = 1; period <= periods; period++)
            share *= Retention(period);
        return share;
    }

    /// <returns>Share of the customers at the start of a period who stay for it; the first period is 1.</returns>
    public double Retention(int period) => (Beta + period - 1) / (Alpha + Beta + period - 1);

    /// <returns>Mean number of periods that a new customer pays for, at most the given number. The first period is always paid.</returns>
    public double MeanPeriods(int most)
    {
        var (mean, share) = (0d, 1d);
        for (var period = 1; period <= most; period++)
        {
            mean += share;
            share *= Retention(period);
        }
        return mean;
    }

    /// <summary>One step of Newton's method on the logarithms of the parameters, or along the gradient where the surface isn't concave.</summary>
    private static ((double A, double B) At, double Value) Improve((double A, double B) at, double value, double[] left, double[] stayed)
    {
        var (alpha, beta) = (Math.Exp(at.A), Math.Exp(at.B));
        var (all, allSquared, kept, keptSquared) = (0d, 0d, 0d, 0d);
        for (var period = 0; period < left.Length; period++)
        {
            var (total, sum) = (left[period] + stayed[period], alpha + beta + period);
            all += total / sum;
            allSquared += total / (sum * sum);
            kept += stayed[period] / (beta + period);
            keptSquared += stayed[period] / ((beta + period) * (beta + period));
        }
        var (slopeA, slopeB) = (left.Sum() - (alpha * all), beta * (kept - all));
        var curveA = (alpha * alpha * allSquared) - (alpha * all);
        var curveB = (beta * beta * (allSquared - keptSquared)) + slopeB;
        var curveAb = alpha * beta * allSquared;
        var determinant = (curveA * curveB) - (curveAb * curveAb);
        var (moveA, moveB) =
            curveA < 0 && determinant > 0
                ? (((curveAb * slopeB) - (curveB * slopeA)) / determinant, ((curveAb * slopeA) - (curveA * slopeB)) / determinant)
                : (slopeA / (all * alpha), slopeB / (all * beta));
        for (var size = 1d; size > Precision; size /= 2)
        {
            var next = (A: Math.Clamp(at.A + (size * moveA), -MaxLog, MaxLog), B: Math.Clamp(at.B + (size * moveB), -MaxLog, MaxLog));
            var better = LogLikelihood(next.A, next.B, left, stayed);
            if (better > value)
                return (next, better);
        }
        return (at, value);
    }

    private static double LogLikelihood(double a, double b, double[] left, double[] stayed)
    {
        var (alpha, beta) = (Math.Exp(a), Math.Exp(b));
        var value = left.Sum() * a;
        for (var period = 0; period < left.Length; period++)
            value += (stayed[period] * Math.Log(beta + period)) - ((left[period] + stayed[period]) * Math.Log(alpha + beta + period));
        return value;
    }

    /// <returns>Customers of all cohorts who left or stayed in each period.</returns>
    private static (double[] Left, double[] Stayed) Count(IReadOnlyCollection<IReadOnlyList<long>> cohorts)
    {
        var periods = cohorts.Count == 0 ? 0 : cohorts.Max(cohort => cohort.Count) - 1;
        var (left, stayed) = (new double[Math.Max(0, periods)], new double[Math.Max(0, periods)]);
        foreach (var cohort in cohorts)
        {
            for (var period = 1; period < cohort.Count; period++)
            {
                if (cohort[period] < 0 || cohort[period] > cohort[period - 1])
                    throw new ArgumentException("A cohort can't rise or be negative.", nameof(cohorts));
                left[period - 1] += cohort[period - 1] - cohort[period];
                stayed[period - 1] += cohort[period];
            }
        }
        return (left, stayed);
    }
}
