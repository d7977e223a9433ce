package dev.tinyalloc.sample;

import java.util.List;

/**
 * What the samples of one call stack say, at one moment. Estimates are unbiased; with many samples
 * the truth is, 19 times of 20, within 1.96 standard errors, the square roots of the variances.
 * Variances of several stacks add up as their estimates do.
 *
 * @param id small number, unique among stacks, see {@link LiveSample#stack}
 * @param site id of the site
 * @param frames who called whom, the line of the site first
 * @param isCut whether the stack was deeper
 * @param isOther whether this is all stacks of the site that came when the memory for stacks was
 *     used up; then there are no frames
 * @param samples how many allocations were sampled
 * @param allocations estimate of all allocations
 * @param bytes estimate of their requested bytes
 * @param bytesVariance estimate of the variance of that, in square bytes
 * @param liveSamples how many of the samples have not ended
 * @param liveAllocations estimate of all allocations that have not ended
 * @param liveBytes estimate of their requested bytes
 * @param liveBytesVariance estimate of the variance of that, in square bytes
 */
public record StackTotals(
    int id,
    int site,
    List<Frame> frames,
    boolean isCut,
    boolean isOther,
    long samples,
    double allocations,
    double bytes,
    double bytesVariance,
    long liveSamples,
    double liveAllocations,
    double liveBytes,
    double liveBytesVariance) {}
